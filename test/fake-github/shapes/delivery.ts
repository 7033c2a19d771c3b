/** Webhook deliveries as the app may look them up. */
import type { Delivery } from '../state.ts';

export function deliveryShape(delivery: Delivery, extent: 'item' | 'full') {
  const item = {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  };
  if (extent === 'item') return item;
  return {
    ...item,
    url: delivery.url,
    request: { headers: delivery.requestHeaders, payload: JSON.parse(delivery.payload) as unknown },
    response: { headers: {}, payload: delivery.responseBody },
  };
}
