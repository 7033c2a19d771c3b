import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { app } from '../src/server.ts';

test('a caption is text and nothing else', async () => {
  const server = app.listen(0);
  const { port } = server.address() as { port: number };
  await fetch(`http://127.0.0.1:${port}/parcels/1042/label?caption=${encodeURIComponent('$(touch ran)')}`);
  assert.equal(existsSync('ran'), false);
  server.close();
});
