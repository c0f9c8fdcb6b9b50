import { useState } from 'react';
import 'live-call/react';

const words = { start: 'Talk to Ada' };

export default function App() {
  const [end, setEnd] = useState('');
  return (
    <main>
      <h1>Questions?</h1>
      <live-call
        token-url="/token"
        greeting="Greet the caller."
        strings={words}
        oncallend={({ reason }) => setEnd(reason)}
      />
      <output>{end && `The call has ended: ${end}.`}</output>
    </main>
  );
}
