// CPU time of a browser: of all its processes, and of the main thread of one page.

/** A meter for the page; `read()` gives milliseconds spent so far. */
export async function processorTime(page) {
  const whole = await page.browser().target().createCDPSession();
  const main = await page.createCDPSession();
  await main.send('Performance.enable');
  return {
    async read() {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      const { metrics } = await main.send('Performance.getMetrics');
      const task = metrics.find(({ name }) => name === 'TaskDuration').value;
      return {
        all: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000,
        main: task * 1000,
      };
    },
  };
}
