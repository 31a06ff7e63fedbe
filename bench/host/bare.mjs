// The least that answers a ping.
import { createServer } from 'node:http';

createServer((_request, response) => {
  response.setHeader('content-type', 'application/json').end('{"status":"Healthy"}');
}).listen(Number(process.env.PORT), '127.0.0.1');
