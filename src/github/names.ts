/** Names that branch rules and earlier runs refer to: once published they do not change. */
export const checkNames = { security: 'Portcullis security', tdd: 'Portcullis TDD' } as const;
export type CheckKind = keyof typeof checkNames;

export const webhookPath = '/api/github/webhooks';
