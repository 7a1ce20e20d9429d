import { loadAgain } from '@/lib/client/load-again';

/** For the head. @param nonce of the answer's security policy */
export const LoadAgain = ({ nonce }: { nonce: string | undefined }) => (
  <script
    nonce={nonce}
    // A browser hides the nonce from scripts, so React finds another one than the server’s.
    suppressHydrationWarning
    // biome-ignore lint/security/noDangerouslySetInnerHtml: as a child its text would be escaped
    dangerouslySetInnerHTML={{ __html: loadAgain }}
  />
);
