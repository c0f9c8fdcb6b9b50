import { resolve } from 'node:path';
import files from '@fastify/static';
import Fastify from 'fastify';
import { createBroker } from 'live-call/broker';

const broker = createBroker({
  apiKey: process.env.GEMINI_API_KEY,
  profile: { model: 'gemini-3.8-live', instructions: 'Your name is Ada. You help callers.' },
});

const app = Fastify();
await app.register(files, { root: resolve('public') });
await app.register(files, {
  root: resolve('node_modules/live-call/dist'),
  prefix: '/live-call/',
  decorateReply: false,
});
app.all('/token', (request, reply) => {
  reply.hijack();
  broker.node(Object.assign(request.raw, { body: request.body }), reply.raw);
});
await app.listen({ port: Number(process.env.PORT ?? 3000) });
