/**
 * Tells when the system's default microphone is another one, with the group it is in. However often
 * the browser says that devices have changed, there is one look at them at a time.
 */
export function watchDefault(onchange: (groupId: string) => void, signal: AbortSignal): void {
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
