const IPV4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Browsers and Node know all the ways in which an IPv6 address is written. */
function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}

/** @returns What is wrong with an address or a CIDR network; undefined when it is one. */
export function checkAddress(text: string): string | undefined {
  const [address = '', bits, more] = text.split('/');
  const width = IPV4.test(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (width === undefined || more !== undefined) {
    return 'This is no address: it looks like 192.168.1.20, 192.168.1.0/24 or fd00::/8.';
  }
  if (bits === undefined) return undefined;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= width
    ? undefined
    : `Behind the slash stands a number from 0 to ${width}.`;
}
