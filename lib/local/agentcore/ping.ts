import http from 'node:http';

/** What a process answers to a ping; `undefined` when it does not answer. */
export async function ping(options: {
  readonly port: number;
  readonly timeoutMs: number;
}): Promise<{ readonly busy: boolean } | undefined> {
  const { port, timeoutMs } = options;
  return new Promise((resolve) => {
    const request = http.get({ host: '127.0.0.1', port, path: '/ping', agent: false, timeout: timeoutMs });
    const none = (): void => {
      request.destroy();
      resolve(undefined);
    };
    request.on('error', none);
    request.on('timeout', none);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', none);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve(response.statusCode === 200 ? { busy: text.includes('"HealthyBusy"') } : undefined);
      });
    });
  });
}
