import { defineCheck } from '../../../src/engine/check.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'leak/plain-text-credential',
  family: 'leak',
  title: 'Password handled as plain text',
  cwe: [312, 256],
  cvss: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N',
  message: 'A password is handled as plain text, where histories, transcripts and logs of script blocks keep it.',
  why: 'What is typed as a parameter stands in the history of the console and, with script block logging or a transcript, in the logs of the machine. A password written into the script is known to everybody who can read it.',
  remediation:
    'Take a `[SecureString]` or `[PSCredential]` (`Get-Credential`, `Read-Host -AsSecureString`), or read it from a store (`Get-Secret`, SecretManagement) without `-AsPlainText`.',
  limits:
    'Reported are `ConvertTo-SecureString -AsPlainText` of a text written in the script or of a parameter, and parameters called like a password that take plain text. A value from the environment or a store must be made a SecureString somehow, and is a note.',
  references: [
    'https://learn.microsoft.com/powershell/utility-modules/psscriptanalyzer/rules/avoidusingconverttosecurestringwithplaintext',
    'https://learn.microsoft.com/powershell/utility-modules/psscriptanalyzer/rules/avoidusingplaintextforpassword',
  ],
  detect: { kind: 'syntax', ps },
});
