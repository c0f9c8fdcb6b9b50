'use client';
import { useState } from 'react';
import { LiveCall } from 'live-call/react';

const words = { start: 'Talk to Ada' };

export function Desk() {
  const [end, setEnd] = useState('');
  return (
    <>
      <LiveCall
        tokenUrl="/token"
        greeting="Greet the caller."
        strings={words}
        oncallend={({ reason }) => setEnd(reason)}
      />
      <output>{end && `The call has ended: ${end}.`}</output>
    </>
  );
}
