import { startEmulator } from 'live-call/testing';

export default async function setup({ provide }) {
  const emulator = await startEmulator();
  provide('emulator', emulator.baseUrl);
  return () => emulator.close();
}
