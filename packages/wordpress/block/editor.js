// The block "Voice call" in the editor. It needs no build: what it uses is in WordPress 6.1 and later.
(function (wp) {
  const { createElement: h } = wp.element;
  const { InspectorControls, useBlockProps } = wp.blockEditor;
  const { Notice, PanelBody, SelectControl, TextControl, ToggleControl } = wp.components;
  const { __, isRTL } = wp.i18n;

  const agents = window.liveCallAgents || [];
  // The first one is whom a block calls that names nobody.
  const choices = agents.map(({ id, label }, n) => ({ value: n === 0 ? '' : id, label }));

  const variants = [
    { value: 'inline', label: __('Here', 'live-call') },
    { value: 'floating', label: __('In a corner of the window', 'live-call') },
  ];

  const right = { bottom: __('Bottom right', 'live-call'), top: __('Top right', 'live-call') };
  const left = { bottom: __('Bottom left', 'live-call'), top: __('Top left', 'live-call') };
  // The end of a line is on the left where people write to the left.
  const [end, start] = isRTL() ? [left, right] : [right, left];
  const placements = [
    { value: 'bottom-end', label: end.bottom },
    { value: 'bottom-start', label: start.bottom },
    { value: 'top-end', label: end.top },
    { value: 'top-start', label: start.top },
  ];

  /** What whoever places the call can choose. */
  function Controls({ attributes, setAttributes }) {
    const set = (name) => (value) => setAttributes({ [name]: value });
    const field = (Control, name, label, more) =>
      h(Control, { label, value: attributes[name], onChange: set(name), ...more });
    const toggle = (name, label) =>
      h(ToggleControl, { label, checked: attributes[name], onChange: set(name) });
    return h(
      PanelBody,
      { title: __('Call', 'live-call') },
      agents.length > 1 &&
        field(SelectControl, 'agent', __('Agent', 'live-call'), { options: choices }),
      field(SelectControl, 'variant', __('Place', 'live-call'), { options: variants }),
      attributes.variant === 'floating' &&
        field(SelectControl, 'placement', __('Corner', 'live-call'), { options: placements }),
      toggle('captions', __('Show the words of the call', 'live-call')),
      toggle('textInput', __('A line to type in', 'live-call')),
      field(TextControl, 'label', __('Words on the button', 'live-call')),
      field(TextControl, 'phone', __('Telephone number, where no call is possible', 'live-call')),
    );
  }

  /** The call as it will look: `preview` opens no microphone and no network. */
  function Picture({ attributes: { agent, captions, label } }) {
    const { name } = agents.find(({ id }) => id === agent) || agents[0] || {};
    return h(
      'live-call',
      {
        key: `${agent} ${captions} ${label}`,
        preview: 'listening',
        ...(name && { 'agent-name': name }),
        ...(captions && { captions: 'on' }),
      },
      label && h('span', { slot: 'start' }, label),
    );
  }

  function Edit(props) {
    return h(
      'div',
      useBlockProps(),
      h(InspectorControls, null, h(Controls, props)),
      props.attributes.variant === 'floating' &&
        h(
          Notice,
          { isDismissible: false, status: 'info' },
          __('On the page, this call is in a corner of the window.', 'live-call'),
        ),
      h(Picture, props),
    );
  }

  // The server writes the call, so that a new version of the plugin changes every page.
  wp.blocks.registerBlockType('live-call/call', { edit: Edit, save: () => null });
})(window.wp);
