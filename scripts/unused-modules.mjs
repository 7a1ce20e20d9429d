// Packages that dockerode loads at import although the panel never uses them: connections over SSH, builds, and
// registry sessions over BuildKit. The bundles of the server's packages and of weirctl have nothing in their place,
// which saves memory and keeps native code and .proto files out of the image.
export const unusedModules = [
  'ssh2',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'tar-fs',
  '@balena/dockerignore',
];
