import { useEffect, useState } from 'preact/hooks';

/** Further down than this somebody reads; pixels. */
const READING = 160;

/** Whether the reader has scrolled away from the top. */
export function useScrolled(): boolean {
  const [isScrolled, setIsScrolled] = useState(() => window.scrollY > READING);
  useEffect(() => {
    const onScroll = (): void => setIsScrolled(window.scrollY > READING);
    window.addEventListener('scroll', onScroll, { passive: true });
    return () => window.removeEventListener('scroll', onScroll);
  }, []);
  return isScrolled;
}
