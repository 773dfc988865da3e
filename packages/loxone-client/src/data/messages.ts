import {
  type MessageList,
  PATHS,
  parseMessageList,
  type Structure,
  type StructureMessageCenter,
} from '@gatehouse/loxone-protocol';
import { askValue, type HouseLink } from './house-link.js';

/** The message centre of a house; there is one at most. */
export function messageCenterOf(structure: Structure): StructureMessageCenter | undefined {
  return Object.values(structure.messageCenter)[0];
}

/**
 * Reads the messages of the Miniserver to its owner (protocol reference §6.5).
 *
 * @throws LoxoneError when it refuses, answers something else, or the connection fails.
 */
export async function fetchMessages(
  link: HouseLink,
  { uuidAction }: StructureMessageCenter,
): Promise<MessageList> {
  const path = PATHS.control(uuidAction, 'getEntries/2');
  return parseMessageList(await askValue(link, 'the messages', path));
}
