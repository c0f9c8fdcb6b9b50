/**
 * The part of an IP address that stands for one caller: IPv4 whole, also inside of IPv6, and the first 64
 * bits of IPv6, for each home has all the addresses in them: https://www.rfc-editor.org/rfc/rfc6177
 * Undefined for what is no address.
 */
export function networkOf(address: string): string | undefined {
  const bare = address.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  if (!bare.includes(':')) return ipv4(bare);
  const groups = ipv6(bare);
  if (!groups) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  // https://www.rfc-editor.org/rfc/rfc4291#section-2.5.5.2
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) {
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  const first = groups.slice(0, 4).map((group) => group.toString(16));
  return `${first.join(':')}::/64`;
}

function ipv4(text: string): string | undefined {
  const isAddress = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((n) => +n < 256);
  return isAddress ? text.split('.').map(Number).join('.') : undefined;
}

/** The eight groups of an address, however it is written. */
function ipv6(text: string): readonly number[] | undefined {
  const url = `http://[${text}]/`;
  if (!/^[\da-f:.]+$/i.test(text) || !URL.canParse(url)) return undefined;
  // A URL writes it in one way: https://url.spec.whatwg.org/#concept-ipv6-serializer
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::');
  const [left, right] = [groupsIn(head), groupsIn(tail)];
  const gap = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...gap, ...right].map((group) => parseInt(group, 16));
}

const groupsIn = (part = '') => part.split(':').filter(Boolean);
