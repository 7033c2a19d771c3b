import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from '../src/server.ts';

test('tells that it lives', async () => {
  const server = app.listen(0);
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/health`);
  assert.equal(answer.status, 200);
  server.close();
});
