/** Records a release where the team looks for it. */
const token = process.env.DEPLOYMENTS_TOKEN;
if (!token) throw new Error('DEPLOYMENTS_TOKEN is not set: take it from the vault.');

export async function announce(tag: string): Promise<void> {
  const answer = await fetch('https://api.github.com/repos/acme/parcels/deployments', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ ref: tag, environment: 'production' }),
  });
  if (!answer.ok) throw new Error(`The deployment was not recorded: ${answer.status}`);
}
