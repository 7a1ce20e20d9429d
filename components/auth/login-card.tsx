import { Waves } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { LoginForm } from './login-form';

export function LoginCard({ next }: { next: string }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <Card className="flex w-full max-w-sm flex-col gap-5 p-6">
        <div className="flex items-center gap-2">
          <Waves aria-hidden="true" className="size-7 text-accent" />
          <h1 className="font-strong text-xl">Sign in to Weir</h1>
        </div>
        <LoginForm next={next} />
        <Details summary="Forgotten the password?">
          <p className="pb-1 text-quiet text-sm">
            On the Pi itself, run <code className="font-mono text-ink">compose/reset-password</code>. It
            prints a new setup code; your settings and your data stay as they are.
          </p>
        </Details>
      </Card>
    </main>
  );
}
