import type { LoxoneResources } from '../resources/loxone-resources.js';
import type { ResourceContext } from '../resources/resource.js';
import type { Offer } from './match.js';

/** Scenes as their list shows them to this caller. */
export async function sceneOffers(
  resources: LoxoneResources,
  context: ResourceContext,
): Promise<readonly Offer[]> {
  const reading = await resources.read('loxone://scenes?fields=id,name&limit=500', context);
  if (!reading.ok) return [];
  const body: unknown = JSON.parse(reading.text);
  const list = typeof body === 'object' && body !== null && 'scenes' in body ? body.scenes : [];
  return (Array.isArray(list) ? list : []).flatMap((scene: unknown) => {
    if (typeof scene !== 'object' || scene === null || !('id' in scene)) return [];
    const name = 'name' in scene ? String(scene.name) : '';
    return [{ value: String(scene.id), also: name }];
  });
}
