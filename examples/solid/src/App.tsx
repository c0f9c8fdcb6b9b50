import { createSignal, Show } from 'solid-js';
import 'live-call/solid';

const words = { start: 'Talk to Ada' };

export function App() {
  const [end, setEnd] = createSignal('');
  return (
    <main>
      <h1>Questions?</h1>
      <live-call
        attr:token-url="/token"
        attr:greeting="Greet the caller."
        prop:strings={words}
        on:callend={({ reason }) => setEnd(reason)}
      />
      <Show when={end()}>
        <output>The call has ended: {end()}.</output>
      </Show>
    </main>
  );
}
