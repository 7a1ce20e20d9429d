// Runs before any page code. zod tries out `new Function` when it is loaded, which the content security policy
// refuses and reports. `z.config({ jitless: true })` says the same, but would bring zod to pages without it.
Object.assign(window, { __zod_globalConfig: { jitless: true } });
