using RouteGen;

static class Handlers
{
    [HandleFunc("/ping")]
    internal static void Ping(ResponseWriter w, Request r) => w.Write("pong");

    static void Main() { }
}
