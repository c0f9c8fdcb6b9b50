import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Draws `host` once a second while `isOn`, for the time on it. */
export function tick(host: ReactiveControllerHost, isOn: () => boolean): ReactiveController {
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    hostUpdated() {
      if (!isOn()) return stop();
      timer ??= setInterval(() => host.requestUpdate(), 1000);
    },
    hostDisconnected: stop,
  };
}
