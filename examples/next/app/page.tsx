import { Desk } from './desk';

export default function Page() {
  return (
    <main>
      <h1>Questions?</h1>
      <Desk />
    </main>
  );
}
