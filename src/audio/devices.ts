/** A microphone or a speaker that can be chosen. */
export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

/** What can be chosen, each list with the system's default first. */
export interface AudioDevices {
  readonly microphones: readonly AudioDevice[];
  readonly speakers: readonly AudioDevice[];
}

/** Lists the devices. Before the microphone is allowed, browsers name none or only some of them. */
export async function listDevices(): Promise<AudioDevices> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const ofKind = (wanted: MediaDeviceKind) =>
    devices
      .filter(({ kind, deviceId }) => kind === wanted && deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}
