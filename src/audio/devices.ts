/** A microphone or a speaker that can be chosen. */
export interface AudioDevice {
  readonly id: string;
  readonly label: string;
}

/** The devices to choose from, each list with the system's default first. */
export interface AudioDevices {
  readonly microphones: readonly AudioDevice[];
  readonly speakers: readonly AudioDevice[];
}

/**
 * Lists the devices. Browsers name none or only some of them before the caller allows the microphone:
 * https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-enumeratedevices
 */
export async function listDevices(): Promise<AudioDevices> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const ofKind = (wanted: MediaDeviceKind) =>
    devices
      .filter(({ kind, deviceId }) => kind === wanted && deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}

/**
 * Reports when the system's default microphone is another one, with the group it is in. However often
 * the browser says that devices have changed, there is one look at them at a time. Each look calls
 * `onlook` as it begins, which returns the listener to its result.
 */
export function watchDefault(onlook: () => (groupId: string) => void, signal: AbortSignal): void {
  const { mediaDevices } = navigator;
  let known: string | undefined;
  let looking = false;
  let outdated = false;
  const look = async () => {
    outdated = true;
    if (looking) return;
    looking = true;
    while (outdated && !signal.aborted) {
      outdated = false;
      const onchange = onlook();
      const devices = await mediaDevices.enumerateDevices().catch(() => []);
      // The default comes first: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-enumeratedevices
      const first = devices.find(({ kind }) => kind === 'audioinput');
      if (!first || signal.aborted) continue;
      const { deviceId, groupId } = first;
      const before = known;
      known = groupId + deviceId;
      if (before !== undefined && before !== known) onchange(groupId);
    }
    looking = false;
  };
  mediaDevices.addEventListener('devicechange', () => void look(), { signal });
  void look();
}
