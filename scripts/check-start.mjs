// Runs `npm start` as a person would, asks for the page and its script, and stops it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

process.chdir(new URL('..', import.meta.url).pathname);

const start = spawn('npm', ['start', '--silent'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, PORT: '0', GEMINI_API_KEY: '' },
  detached: true,
});
const exited = once(start, 'exit');
try {
  for await (const line of createInterface(start.stdout)) {
    console.log(line);
    const url = /^live-call demo: (\S+)$/.exec(line)?.[1];
    if (!url) continue;
    for (const path of ['/', '/page.js', '/live-call.min.js', '/live-call.worklet.js']) {
      const { status } = await fetch(new URL(path, url));
      if (status !== 200) throw new Error(`${path}: ${status}`);
    }
    process.exitCode = 0;
    break;
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  process.exitCode ??= 1;
  // npm, its shell and the server are one process group.
  process.kill(-Number(start.pid));
  await exited;
}
