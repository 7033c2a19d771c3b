import assert from 'node:assert/strict';
import { test } from 'node:test';
import { app } from '../src/server.ts';

test('a label is a picture', async () => {
  const server = app.listen(0);
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/parcels/1042/label?caption=fragile`);
  assert.equal(answer.headers.get('content-type'), 'image/png');
  server.close();
});
