// CPU time of a call: of every process of the browser, of the page's own, and of its main thread.

/** A meter for the page; `read()` gives the milliseconds spent so far. */
export async function processorTime(page) {
  const whole = await page.browser().target().createCDPSession();
  const own = await page.createCDPSession();
  await own.send('Performance.enable');
  return {
    async read() {
      const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
      const { metrics } = await own.send('Performance.getMetrics');
      const seconds = (wanted) => metrics.find(({ name }) => name === wanted).value;
      return {
        all: processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000,
        page: seconds('ProcessTime') * 1000,
        main: seconds('ThreadTime') * 1000,
      };
    },
  };
}
