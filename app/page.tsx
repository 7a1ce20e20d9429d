export default function Page() {
  return <p>Weir</p>;
}
