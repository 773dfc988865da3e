/**
 * A view for reading a table.
 *
 * @throws TypeError when `bytes` is not a Uint8Array.
 */
export function viewOf(bytes: Uint8Array): DataView {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes must be a Uint8Array');
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** @throws RangeError when a number does not fit a signed 32-bit field, which would wrap silently. */
export function writeInt32(view: DataView, offset: number, value: number, field: string): void {
  if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff) {
    throw new RangeError(`${field} must be a signed 32-bit integer, got ${value}`);
  }
  view.setInt32(offset, value, true);
}

/** @throws RangeError when a number does not fit an unsigned 32-bit field. */
export function writeUint32(view: DataView, offset: number, value: number, field: string): void {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) {
    throw new RangeError(`${field} must be an unsigned 32-bit integer, got ${value}`);
  }
  view.setUint32(offset, value, true);
}
