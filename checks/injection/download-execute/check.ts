import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { ps } from './ps.ts';

export default defineCheck({
  id: 'injection/download-execute',
  family: 'injection',
  title: 'PowerShell told to run what nobody has checked',
  cwe: [494, 829],
  cvss: vectors.lowLocal,
  message: 'This turns a check off that stands between a download and its execution.',
  why: 'The execution policy and the check of publishers are no border, but they catch scripts and modules that were replaced on the way. Turned off for the machine or the user, they stay off.',
  remediation:
    'Sign scripts and use `RemoteSigned` or `AllSigned`; name the version and the repository of modules (`-RequiredVersion`, a trusted repository) and leave the publisher check on.',
  limits:
    'Reported are policies set for the machine or the user, `-ExecutionPolicy Bypass` for a script that lies elsewhere or is downloaded, and modules installed without the check of their publisher. What is downloaded and run in one go is reported by injection/invoke-expression. A policy for the process alone is silent.',
  references: [
    'https://learn.microsoft.com/powershell/module/microsoft.powershell.security/set-executionpolicy',
    'https://cwe.mitre.org/data/definitions/494.html',
  ],
  detect: { kind: 'syntax', ps },
});
