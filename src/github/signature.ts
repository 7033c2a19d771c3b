import { createHmac, timingSafeEqual } from 'node:crypto';

const form = /^sha256=([0-9a-f]{64})$/;

export function isSignature(header: string | undefined): header is string {
  return header !== undefined && form.test(header);
}

/** Whether one of the secrets signed these bytes. Every secret is tried and compared in constant time. */
export function isSigned(body: Uint8Array, header: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(form.exec(header)?.[1] ?? '', 'hex');
  let signed = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(body).digest();
    if (given.length === expected.length && timingSafeEqual(given, expected)) signed = true;
  }
  return signed;
}
