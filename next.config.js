import { sharedPackages } from './scripts/shared-packages.mjs';

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
];
// What a browser obeys only in documents: on a dozen scripts and the icon they would be 4 kB of each first load.
const documents = [
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];
// Pages get theirs, with a nonce, from proxy.ts.
const answerPolicy = { key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" };

/** @type {import('next').NextConfig} */
const nextConfig = {
  output: 'standalone',
  poweredByHeader: false,
  // One copy for all parts of the server (scripts/shared-packages.mjs).
  serverExternalPackages: Object.keys(sharedPackages),
  reactStrictMode: true,
  // Several checkouts may live side by side; the root is this one.
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: { '*': ['node_modules/{sharp,@img}/**'] },
  // Types are judged by `npm run typecheck`, not once more by each Pi that builds its own image.
  typescript: { ignoreBuildErrors: true },
  // Every image is a small file of our own: no endpoint that fetches and scales images, and no sharp, is needed.
  images: { unoptimized: true },
  // A page takes no body; the default would keep 10 MB of one in memory for whoever sends it.
  experimental: {
    // An image is built once and its cache thrown away.
    turbopackFileSystemCacheForBuild: !process.env.CI,
    // Smaller chunks cost each first load more in headers and lost compression than they save later.
    turbopackChunking: { minChunkSize: 260_000 },
    preloadEntriesOnStart: false,
    proxyClientMaxBodySize: '64kb',
  },
  async redirects() {
    return [
      // Where the revisions were called history, and the targets and the delivery were pages of their own.
      { source: '/history/:id*', destination: '/revisions/:id*', permanent: true },
      { source: '/targets', destination: '/sources#targets', permanent: true },
      { source: '/delivery', destination: '/look', permanent: true },
    ];
  },
  async headers() {
    return [
      { source: '/:path*', headers: everywhere },
      { source: '/((?!_next/static/|icon\\.svg$).*)', headers: documents },
      { source: '/api/:path*', headers: [answerPolicy] },
      { source: '/metrics', headers: [answerPolicy] },
      { source: '/icon.svg', headers: [answerPolicy] },
    ];
  },
};

export default nextConfig;
