import express from 'express';
import { labels } from './labels.ts';

export const app = express();

app.get('/health', (request, response) => {
  response.json({ status: 'ok' });
});

app.use(labels);
