/** Names that branch rules and earlier runs refer to: once published they do not change. */
export const checkNames = { security: 'Portcullis security', tdd: 'Portcullis TDD' } as const;
export type CheckKind = keyof typeof checkNames;

export const webhookPath = '/api/github/webhooks';

/** Where the configuration lives, in a repository and in the owner's `.github` repository. */
export const configPath = '.github/portcullis.yml';
