/** An address, or the name of one, where tokens are given out. */
export const tokenAddress =
  /oauth2?\/(?:v\d\/)?(?:access_?)?token\b|\/(?:access_?)?tokens?\/?["'`\s)?]|\b\w*token_?(?:url|uri|endpoint|address)\b/i;
