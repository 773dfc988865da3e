import type { DataReply } from './house-data.js';

/**
 * Sends one command to one control as it stands, and gives back what the Miniserver answered.
 *
 * @param uuid - Id of a control of the house.
 * @param command - The tail after `jdev/sps/io/{uuid}/`, percent-encoded where it has to be.
 */
export type SendRaw = (uuid: string, command: string) => Promise<DataReply<string>>;
