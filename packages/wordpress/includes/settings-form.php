<?php
// The fields of the settings page. Everything that is put out here is escaped here.
declare(strict_types=1);

namespace LiveCall\Plugin;

defined('ABSPATH') || exit;

/** Voices that the Live API has; any other name may be typed. */
const VOICES = ['Aoede', 'Charon', 'Fenrir', 'Kore', 'Leda', 'Orus', 'Puck', 'Zephyr'];

/** The key goes in here and never comes out: not even its end is shown. */
function key_fields(): void
{
    echo '<h2>' . esc_html__('Key', 'live-call') . '</h2><table class="form-table" role="presentation">';
    if (key_is_in_code()) {
        row('', __('API key', 'live-call'), static function (): void {
            echo esc_html__('LIVE_CALL_API_KEY in wp-config.php holds the key.', 'live-call');
        });
    } else {
        row('live-call-key', __('API key', 'live-call'), static function (): void {
            $has_key = api_key() !== '';
            $hint = $has_key ? __('A key is stored. Type another to replace it.', 'live-call') : '';
            echo '<input id="live-call-key" name="live_call_secret[key]" type="password" class="regular-text"';
            echo ' autocomplete="new-password" spellcheck="false" value="" placeholder="' . esc_attr($hint) . '">';
            if ($has_key) {
                echo ' <label><input type="checkbox" name="live_call_secret[forget]" value="1"> ';
                echo esc_html__('Forget the key', 'live-call') . '</label>';
            }
            hint(__('Your key of the Gemini API. It stays on this server and is never shown again.', 'live-call'));
        });
    }
    echo '</table>';
}

/** An agent, folded; `new` is an empty one to fill in. */
function agent_fields(string $id, array $agent): void
{
    $is_new = $id === 'new';
    $title = $is_new ? __('Add another agent', 'live-call') : agent_names()[$id];
    $name = OPTION . "[agents][$id]";
    printf('<details%s style="margin-block-end: 1em"><summary><strong>%s</strong>', $id === MAIN ? ' open' : '', esc_html($title));
    echo $is_new ? '' : ' <code>' . esc_html($id === MAIN ? '[live_call]' : "[live_call agent=\"$id\"]") . '</code>';
    echo '</summary><table class="form-table" role="presentation">';
    text_row("{$name}[name]", __('Name', 'live-call'), $agent['name'], __('As callers read it, such as Robin. Empty: "the AI".', 'live-call'));
    text_row("{$name}[model]", __('Model', 'live-call'), $agent['model'], '');
    text_row("{$name}[voice]", __('Voice', 'live-call'), $agent['voice'], implode(', ', VOICES) . ' …');
    text_row("{$name}[language]", __('Language', 'live-call'), $agent['language'], __('Such as de-DE. Empty: whatever the caller speaks.', 'live-call'));
    area_row("{$name}[instructions]", __('Instructions', 'live-call'), $agent['instructions'], __('Who the agent is and what it does. No page shows them, but a caller may talk the model into telling them.', 'live-call'));
    area_row("{$name}[greeting]", __('Opening', 'live-call'), $agent['greeting'], __('What the model is asked to begin with, such as: Say hello. Pages hold this text. Empty: the caller speaks first.', 'live-call'));
    if (!$is_new && $id !== MAIN) {
        row('', __('Remove', 'live-call'), static function () use ($name): void {
            checkbox("{$name}[remove]", false, __('Remove this agent. Its blocks then call the first one.', 'live-call'));
        });
    }
    echo '</table></details>';
}

function place_fields(array $options): void
{
    echo '<h2>' . esc_html__('Places', 'live-call') . '</h2><table class="form-table" role="presentation">';
    row('', __('On every page', 'live-call'), static function () use ($options): void {
        $choices = ['' => __('No floating button', 'live-call')] + agent_names();
        choice(OPTION . '[everywhere]', $options['everywhere'], $choices);
        choice(OPTION . '[placement]', $options['placement'], placement_names());
        hint(__('A button in a corner of the window. Elsewhere: the block "Voice call", or the shortcode [live_call].', 'live-call'));
    });
    $own = implode(', ', own_origins());
    /* translators: %s: addresses of this site. */
    $text = sprintf(__('Whose pages may call, beside %s. One address a line.', 'live-call'), $own);
    area_row(OPTION . '[origins]', __('Other sites', 'live-call'), implode("\n", $options['origins']), $text);
    echo '</table>';
}

function limit_fields(array $options): void
{
    echo '<h2>' . esc_html__('Budget', 'live-call') . '</h2>';
    echo '<p class="live-call-budget">' . esc_html(budget($options)) . '</p><table class="form-table" role="presentation">';
    $labels = [
        'caller_minute' => __('Calls of one visitor in a minute', 'live-call'),
        'caller_hour' => __('Calls of one visitor in an hour', 'live-call'),
        'total_minute' => __('Calls of all visitors in a minute', 'live-call'),
        'total_day' => __('Calls of all visitors in a day', 'live-call'),
        'max_minutes' => __('Longest call, in minutes', 'live-call'),
        'proxies' => __('Proxies of yours before this server', 'live-call'),
    ];
    foreach ($labels as $name => $label) {
        row("live-call-$name", $label, static function () use ($name, $options): void {
            $html = '<input id="live-call-%1$s" name="live_call[%1$s]" type="number" min="%2$d" max="%3$d" value="%4$d" class="small-text">';
            printf($html, esc_attr($name), (int) RANGES[$name][0], (int) RANGES[$name][1], (int) $options[$name]);
            if ($name === 'proxies') {
                hint(__('0, unless all visitors come through a proxy: then visitors share one budget until you say how many there are, such as 1 for Cloudflare.', 'live-call'));
            }
        });
    }
    echo '</table>';
}

/** What the limits mean for whoever pays. */
function budget(array $options): string
{
    /* translators: 1: calls, 2: minutes, 3: hours of talk, 4: calls. */
    $text = __('At most %1$s calls a day, of at most %2$s minutes each: nobody can make you pay for more than %3$s hours of talk a day. Calls so far today: %4$s.', 'live-call');
    $hours = $options['total_day'] * $options['max_minutes'] / 60;
    $today = api_key() === '' ? 0 : calls_today();
    return sprintf(
        $text,
        number_format_i18n($options['total_day']),
        number_format_i18n($options['max_minutes']),
        number_format_i18n($hours, fmod($hours, 1.0) === 0.0 ? 0 : 1),
        number_format_i18n($today)
    );
}

/** The corners; the end of a line is on the left where people write to the left. */
function placement_names(): array
{
    $right = [__('Bottom right', 'live-call'), __('Top right', 'live-call')];
    $left = [__('Bottom left', 'live-call'), __('Top left', 'live-call')];
    [$end, $start] = is_rtl() ? [$left, $right] : [$right, $left];
    return ['bottom-end' => $end[0], 'bottom-start' => $start[0], 'top-end' => $end[1], 'top-start' => $start[1]];
}

function row(string $for, string $label, callable $field): void
{
    $html = $for === '' ? '%2$s' : '<label for="%1$s">%2$s</label>';
    printf("<tr><th scope=\"row\">$html</th><td>", esc_attr($for), esc_html($label));
    $field();
    echo '</td></tr>';
}

function text_row(string $name, string $label, string $value, string $hint): void
{
    row($name, $label, static function () use ($name, $value, $hint): void {
        printf('<input id="%1$s" name="%1$s" type="text" class="regular-text" value="%2$s">', esc_attr($name), esc_attr($value));
        hint($hint);
    });
}

function area_row(string $name, string $label, string $value, string $hint): void
{
    row($name, $label, static function () use ($name, $value, $hint): void {
        printf('<textarea id="%1$s" name="%1$s" rows="4" class="large-text">%2$s</textarea>', esc_attr($name), esc_textarea($value));
        hint($hint);
    });
}

function choice(string $name, string $value, array $choices): void
{
    printf('<select name="%s">', esc_attr($name));
    foreach ($choices as $choice => $label) {
        $is_chosen = (string) $choice === $value ? ' selected' : '';
        printf('<option value="%s"%s>%s</option>', esc_attr((string) $choice), esc_attr($is_chosen), esc_html($label));
    }
    echo '</select> ';
}

function checkbox(string $name, bool $is_checked, string $label): void
{
    $checked = $is_checked ? ' checked' : '';
    printf('<label><input type="checkbox" name="%s" value="1"%s> %s</label>', esc_attr($name), esc_attr($checked), esc_html($label));
}

function hint(string $text): void
{
    if ($text !== '') {
        echo '<p class="description">' . esc_html($text) . '</p>';
    }
}
