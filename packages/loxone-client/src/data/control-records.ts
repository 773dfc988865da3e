import {
  type HistoryEntry,
  PATHS,
  parseControlNotes,
  parseHistory,
  parseNodeValues,
  parseSecuredDetails,
  type SecuredDetails,
} from '@gatehouse/loxone-protocol';
import { askValue, type HouseLink } from './house-link.js';

/** Over which time a node of an energy monitor is asked for. */
export type NodeSpan = 'actual' | 'day' | 'week' | 'month' | 'year' | 'lifetime';

/**
 * Reads what happened to a control, where its details say `hasHistory`.
 *
 * @param control - `uuidAction` of the control, here and below.
 * @throws LoxoneError when the Miniserver refuses, answers something else, or the connection fails;
 * here and below.
 */
export async function fetchControlHistory(
  link: HouseLink,
  control: string,
): Promise<readonly HistoryEntry[]> {
  const path = PATHS.control(control, 'gethistory');
  return parseHistory(await askValue(link, 'the history of a control', path));
}

/** Reads the installer's notes on a control, where it says `hasControlNotes`. */
export async function fetchControlNotes(link: HouseLink, control: string): Promise<string> {
  const path = PATHS.control(control, 'controlnotes');
  return parseControlNotes(await askValue(link, 'the notes on a control', path));
}

/** Reads addresses and passwords of a door station; encrypted, and never to be shown. */
export async function fetchSecuredDetails(
  link: HouseLink,
  control: string,
): Promise<SecuredDetails> {
  const path = PATHS.control(control, 'securedDetails');
  const value = await askValue(link, 'the secured details of a control', path, {
    encrypted: true,
  });
  return parseSecuredDetails(value);
}

/**
 * Reads values of the nodes of an energy monitor.
 *
 * @param nodes - Their uuids, from the control's details.
 */
export async function fetchNodeValues(
  link: HouseLink,
  control: string,
  span: NodeSpan,
  nodes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (nodes.length === 0) return new Map();
  const path = PATHS.control(control, `getNodeValue/${span}/${nodes.join(';')}`);
  return parseNodeValues(await askValue(link, 'the values of energy nodes', path), nodes);
}
