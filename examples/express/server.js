import express from 'express';
import { createBroker } from 'live-call/broker';

const broker = createBroker({
  apiKey: process.env.GEMINI_API_KEY,
  profile: { model: 'gemini-3.8-live', instructions: 'Your name is Ada. You help callers.' },
  // Google, unless a test names another.
  baseUrl: process.env.GEMINI_BASE_URL,
});

const app = express();
app.use(express.static('public'));
app.use('/live-call', express.static('node_modules/live-call/dist'));
app.all('/token', broker.node);
app.listen(Number(process.env.PORT ?? 3000));
