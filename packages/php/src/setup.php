<?php
declare(strict_types=1);

namespace LiveCall;

/** These fields of a `LiveConnectConfig` travel in the `generationConfig` of the setup. */
const GENERATION_FIELDS = [
    'responseModalities' => 1,
    'temperature' => 1,
    'topP' => 1,
    'topK' => 1,
    'maxOutputTokens' => 1,
    'mediaResolution' => 1,
    'seed' => 1,
    'speechConfig' => 1,
    'thinkingConfig' => 1,
    'enableAffectiveDialog' => 1,
    'translationConfig' => 1,
];

/**
 * The setup frame that the element would send, in the form that the SDK gives it:
 * https://ai.google.dev/api/live#BidiGenerateContentSetup. $handle takes up an earlier session.
 */
function to_setup(array $settings, string $handle): array
{
    $config = session_config($settings, $handle);
    $setup = [
        'model' => model_name($settings['model']),
        'generationConfig' => array_intersect_key($config, GENERATION_FIELDS),
    ];
    if (array_key_exists('systemInstruction', $config)) {
        $setup['systemInstruction'] = to_content($config['systemInstruction']);
        unset($config['systemInstruction']);
    }
    return $setup + array_diff_key($config, GENERATION_FIELDS);
}

/** An empty object is written as `{}` only if it is one: PHP takes `[]` for an empty list. */
function session_config(array $settings, string $handle): array
{
    $named = (array) ($settings['config'] ?? []);
    $further = $named + (array) ($named['generationConfig'] ?? []);
    unset($further['generationConfig']);
    $voice = $settings['voice'] ?? '' ?: null;
    $language = $settings['language'] ?? '' ?: null;
    $instructions = $settings['instructions'] ?? '' ?: null;
    $speech = given([
        'voiceConfig' => $voice ? ['prebuiltVoiceConfig' => ['voiceName' => $voice]] : null,
        'languageCode' => $language,
    ]) + (array) ($further['speechConfig'] ?? []);
    $manual = ['automaticActivityDetection' => ['disabled' => true]];
    $is_hold = ($settings['talk'] ?? null) === 'hold';
    return [
        'responseModalities' => ['AUDIO'],
        'sessionResumption' => $handle === '' ? new \stdClass() : ['handle' => $handle],
    ] + given([
        'speechConfig' => $speech ?: null,
        'realtimeInputConfig' => $is_hold ? $manual + (array) ($further['realtimeInputConfig'] ?? []) : null,
        'systemInstruction' => $instructions,
        'tools' => $settings['tools'] ?? null,
    ]) + $further + [
        'contextWindowCompression' => ['slidingWindow' => new \stdClass()],
        'inputAudioTranscription' => new \stdClass(),
        'outputAudioTranscription' => new \stdClass(),
    ];
}

function given(array $fields): array
{
    return array_filter($fields, static function ($value): bool {
        return $value !== null;
    });
}

function model_name(string $model): string
{
    return preg_match('~^(models|tunedModels)/~', $model) ? $model : "models/$model";
}

/** A system instruction may be a text, a part, a list of both, or a content already. */
function to_content($instruction)
{
    $fields = is_string($instruction) ? [] : (array) $instruction;
    if (isset($fields['parts'])) {
        return $instruction;
    }
    $is_list = is_array($instruction) && array_keys($fields) === array_keys(array_values($fields));
    $parts = array_map(static function ($part) {
        return is_string($part) ? ['text' => $part] : $part;
    }, $is_list ? $instruction : [$instruction]);
    return ['parts' => $parts, 'role' => 'user'];
}
