using RouteGen.IO;
using RouteGen.Protocol;
using RouteGen.Tests.Client;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private const string Line = "GET / HTTP/1.1\r\nHost: a\r\n";

    private static IEnumerable<CostRow> Heads()
    {
        yield return Row(
            "request head: long path", n => Head($"GET /{new string('a', n)} HTTP/1.1\r\nHost: a\r\n\r\n"), typeof(RequestHead),
            typeof(MessageHead), typeof(StartLines));
        yield return Row(
            "request head: path of escapes", n => Head($"GET /{Repeat("%C3%A9", n)} HTTP/1.1\r\nHost: a\r\n\r\n"), typeof(PathSyntax),
            typeof(Utf8Checker));
        yield return Row(
            "request head: path of dots", n => Head($"GET {Repeat("/.a/..a", n)} HTTP/1.1\r\nHost: a\r\n\r\n"), typeof(PathSyntax));
        yield return Row(
            "request head: long host", n => Head($"GET http://{new string('a', n)}/ HTTP/1.1\r\nHost: {new string('a', n)}\r\n\r\n"),
            typeof(HostSyntax));
        yield return Row(
            "request head: many fields", n => Head($"{Line}{Repeat("X-Ab: c\r\n", n)}\r\n"), typeof(FieldLines), typeof(FieldBlock),
            typeof(KnownFields));
        yield return Row("request head: long value", n => Head($"{Line}X: {new string('a', n)}\r\n\r\n"), typeof(FieldLines));
        yield return Row(
            "request head: blanks around a value", n => Head($"{Line}X: {new string(' ', n)}a{new string(' ', n)}\r\n\r\n"),
            typeof(FieldLines));
        yield return Row(
            "request head: Connection of commas", n => Head($"{Line}Connection: {Repeat(", ", n)}\r\n\r\n"), typeof(FieldValues),
            typeof(WireBytes));
        yield return Row(
            "request head: many Connection fields", n => Head($"{Line}{Repeat("Connection: a,b\r\n", n)}\r\n"), typeof(FieldValues));
        yield return Row(
            "request head: long Expect", n => Head($"{Line}Expect: {Repeat("a,", n)}100-continue\r\n\r\n"), typeof(FieldValues));
        yield return Row(
            "request head: blanks in Trailer", n => Head($"{Line}Transfer-Encoding: chunked\r\n{Repeat("Trailer: ,,,,,\r\n", n)}\r\n"),
            typeof(TrailerNames));
        yield return Row(
            "request head: Pragma before many fields", n => Head($"{Line}Pragma: no-cache\r\n{Repeat("X-Ab: c\r\n", n)}\r\n"),
            typeof(MessageHead));
        yield return Row(
            "request head: a value of control bytes at its end", n => Refusal($"{Line}X: {new string('a', n)}\u0001\r\n\r\n"),
            typeof(MessageHead));
        yield return Row(
            "request head: many fields, byte by byte", n => Drip($"{Line}{Repeat("X-Ab: c\r\n", n)}\r\n", 1), typeof(MessageHead));
        yield return Row(
            "request head: long value, byte by byte", n => Drip($"{Line}X: {new string('a', n)}\r\n\r\n", 1), typeof(MessageHead));
        yield return Row(
            "request head: long path, 16 bytes at a time", n => Drip($"GET /{new string('a', n)} HTTP/1.1\r\nHost: a\r\n\r\n", 16),
            typeof(MessageHead));
        yield return Row(
            "input buffer: a head, byte by byte", n => Trickle($"{Line}X: {new string('a', n)}\r\n\r\n", 1), typeof(InputBuffer));
        yield return Row(
            "input buffer: a head, 16 bytes at a time", n => Trickle($"{Line}X: {new string('a', n)}\r\n\r\n", 16), typeof(InputBuffer));
        yield return Row("input buffer: many heads at once", n => Pipelined(Repeat($"{Line}\r\n", n)), typeof(InputBuffer));
    }

    private static IEnumerable<CostRow> ResponseHeads()
    {
        const string Start = "HTTP/1.1 200 OK\r\n";
        yield return Row(
            "response head: long reason", n => ResponseHead($"HTTP/1.1 200 {new string('a', n)}\r\n\r\n"), typeof(ResponseHead));
        yield return Row("response head: many fields", n => ResponseHead($"{Start}{Repeat("X-Ab: c\r\n", n)}\r\n"), typeof(ResponseHead));
        yield return Row(
            "response head: many Connection fields that close", n => ResponseHead($"{Start}{Repeat("Connection: close\r\n", n)}\r\n"),
            typeof(ResponseHead));
        yield return Row(
            "response head: many lengths", n => ResponseHead($"{Start}{Repeat("Content-Length: 5\r\n", n)}\r\n"), typeof(ResponseHead));
        yield return Row("response head: Content-Encoding behind many fields", n =>
        {
            var bytes = Bytes($"{Start}{Repeat("X-Abcdefghijklm: c\r\n", n)}Content-Encoding: gzip\r\n\r\n");
            var head = new ResponseHead();
            Assert.Equal(ParseStatus.Done, head.Parse(bytes, int.MaxValue, int.MaxValue));
            return () => Assert.Equal(ContentCoding.Gzip, ContentCodings.Of(head, bytes));
        }, typeof(ContentCodings));
        yield return Row("response head: many fields, byte by byte", n =>
        {
            var bytes = Bytes($"{Start}{Repeat("X-Ab: c\r\n", n)}\r\n");
            return () => Parse(new ResponseHead(), bytes, 1);
        }, typeof(ResponseHead));
        yield return Row("response to CONNECT: byte by byte", n =>
        {
            var key = RouteGen.ConnKey.For(RouteGen.Url.Parse("https://a/"), RouteGen.Url.Parse("http://b/"));
            var text = $"HTTP/1.1 102 a\r\nX: {new string('a', n)}\r\n\r\nHTTP/1.1 200 OK\r\nX: {new string('a', n)}\r\n\r\n";
            return () =>
            {
                var conn = new FakeConn { ReceiveMax = 1 };
                conn.Arrive(text);
                Finish(RouteGen.ProxyTunnel.OpenAsync(conn, key, null, null));
            };
        }, typeof(RouteGen.ProxyTunnel), typeof(RouteGen.ConnKey));
        yield return Row("response head: kept", n =>
        {
            var bytes = Bytes($"{Start}{Repeat("X-Ab: c\r\n", n)}\r\n");
            var head = new ResponseHead();
            Assert.Equal(ParseStatus.Done, head.Parse(bytes, int.MaxValue, int.MaxValue));
            return () => Assert.True(new RouteGen.ReceivedHead(bytes, head).Block.FieldCount > 0);
        }, typeof(RouteGen.ReceivedHead));
    }

    private static Action Head(string text)
    {
        var bytes = Bytes(text);
        var head = new RequestHead();
        return () => Parse(head, bytes, bytes.Length);
    }

    private static Action ResponseHead(string text)
    {
        var bytes = Bytes(text);
        var head = new ResponseHead();
        return () => Parse(head, bytes, bytes.Length);
    }

    private static Action Refusal(string text)
    {
        var bytes = Bytes(text);
        var head = new RequestHead();
        return () =>
        {
            head.Reset();
            Assert.Equal(ParseStatus.Rejected, head.Parse(bytes, int.MaxValue, int.MaxValue));
        };
    }

    private static Action Drip(string text, int pieceBytes)
    {
        var bytes = Bytes(text);
        var head = new RequestHead();
        return () => Parse(head, bytes, pieceBytes);
    }

    private static void Parse(MessageHead head, byte[] bytes, int pieceBytes)
    {
        head.Reset();
        var status = ParseStatus.NeedMore;
        for (var count = pieceBytes; status == ParseStatus.NeedMore; count += pieceBytes)
            status = head.Parse(bytes.AsSpan(0, Math.Min(count, bytes.Length)), int.MaxValue, int.MaxValue);
        Assert.True(status == ParseStatus.Done, $"{head.Reason}");
    }

    private static Action Trickle(string text, int pieceBytes) => () =>
    {
        var conn = new FakeConn { ReceiveMax = pieceBytes };
        conn.Arrive(text);
        var head = new RequestHead();
        var input = default(InputBuffer);
        while (input.Fill(conn, out _) > 0 && head.Parse(input.Unread, int.MaxValue, int.MaxValue) == ParseStatus.NeedMore) input.Shrink();
        Assert.Equal(text.Length, head.Length);
        input.Release();
    };

    private static Action Pipelined(string text) => () =>
    {
        var conn = new FakeConn();
        var head = new RequestHead();
        var input = default(InputBuffer);
        conn.Arrive(text);
        while (input.Fill(conn, out _) > 0)
        {
            while (head.Parse(input.Unread, int.MaxValue, int.MaxValue) == ParseStatus.Done)
            {
                input.Consume(head.Length);
                head.Reset();
            }
        }

        Assert.True(input.IsEmpty);
        input.Release();
    };
}
