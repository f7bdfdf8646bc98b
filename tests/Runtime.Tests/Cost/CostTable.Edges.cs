using System.Text;
using RouteGen;
using RouteGen.IO;
using RouteGen.Proxying;
using RouteGen.Protocol;
using RouteGen.Serving;
using RouteGen.Tests;

namespace Runtime.Tests.Cost;

// What stands between bytes and text, and names of hosts, origins and servers.
internal static partial class CostTable
{
    private static IEnumerable<CostRow> Edges()
    {
        yield return Row(
            "field text: UTF-8", n => On(Bytes(Repeat("\u00E9\u4E2D", n)), static data => Assert.NotEmpty(FieldText.Decode(data))),
            typeof(FieldText));
        yield return Row(
            "field text: not UTF-8", n => On(Latin1(Repeat("\u00E9a\u00FF", n)), static data => Assert.NotEmpty(FieldText.Decode(data))),
            typeof(FieldText));
        yield return Row(
            "field text: fails at its end", n =>
                On(Latin1(Repeat("\u00C3\u00A9", n) + "\u00C3"), static data => Assert.NotEmpty(FieldText.Decode(data))),
                typeof(FieldText));
        yield return Row(
            "field text: surrogates", n => On(Repeat("\uD800", n), static text => Assert.False(FieldText.IsWellFormed(text))),
            typeof(FieldText), typeof(FieldWriter));
        yield return Row(
            "text of a peer: bytes", n =>
                On(Bytes(Repeat("\u001B[0m\r\n\u202E", n)), static data => Assert.NotEmpty(PeerText.Escape(data, data.Length))),
                typeof(PeerText));
        yield return Row(
            "text of a peer: lines", n =>
                On(Repeat("a\r\n\u0001\n", n), static text => PeerText.AppendLines(new StringBuilder(), text, text.Length)),
                typeof(PeerText));
        yield return Row("hop-by-hop fields: underscores", n => Hop(n, Repeat("a_b_c,", n * 20)), typeof(HopByHopFields));
        yield return Row("hop-by-hop fields: a long option", n => Hop(n, new string('_', n * 100)), typeof(HopByHopFields));
        yield return Row("connection options", n => Options(Repeat("a,", n)), typeof(ConnectionOptions));
        yield return Row("connection options: commas", n => Options(Repeat(" ,", n)), typeof(ConnectionOptions));
        yield return Row(
            "origin: a long host", n => On($"http://{Repeat("a.", n)}test", static text => OriginSyntax.IsOrigin(text)),
            typeof(OriginSyntax));
        yield return Row(
            "transfer codings: many", n =>
                On(Bytes(Repeat("a;b=\"\\c\", ", n) + "chunked"), static value => Assert.True(TransferCodings.EndInChunked(value))),
                typeof(TransferCodings));
        yield return Row(
            "transfer codings: blanks", n =>
                On(Bytes("a" + new string(' ', n)), static value => Assert.False(TransferCodings.EndInChunked(value))),
                typeof(TransferCodings));
        yield return Row(
            "extended value: escapes", n =>
                On("UTF-8''" + Repeat("%e2%82%ac", n), static value => Assert.NotNull(ExtendedValue.Decode(value))), typeof(ExtendedValue));
        yield return Row(
            "extended value: apostrophes", n => On(new string('\'', n), static value => Assert.Null(ExtendedValue.Decode(value))),
            typeof(ExtendedValue));
        yield return Row(
            "origin: a long port", n => On($"http://a:{new string('1', n)}", static text => Assert.False(OriginSyntax.IsOrigin(text))),
            typeof(OriginSyntax));
        yield return Row(
            "address: groups", n => On(Repeat("1:", n), static text => Assert.False(IpText.IsIPv6(text.AsSpan()))), typeof(IpText));
        // It reads 50 bytes a nanosecond: a text beyond the first cache would measure the caches.
        yield return Row(
            "address: dots", 1024, n => On(Repeat("1.", n), static text => Assert.False(IpText.IsAddress(text))), typeof(IpText));
        yield return Row(
            "hello: in small records", n => Hello(Repeat("\u0016\u0003\u0001\u0000\u0001\u0001", n)), typeof(ClientHelloReader));
        yield return Row(
            "hello: in one record", n => Hello($"\u0016\u0003\u0001{(char)(n >> 8 & 63)}{(char)(n & 255)}" + Repeat("\u0001", n)),
            typeof(ClientHelloReader));
    }

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private static Action Options(string list)
    {
        var bytes = Bytes($"GET / HTTP/1.1\r\nHost: h\r\nConnection: {list}\r\n\r\n");
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, head.Parse(bytes, headBytesMax: 1 << 24, fieldCountMax: 10));
        return () =>
        {
            var options = new ConnectionOptions(head, bytes);
            while (options.MoveNext()) Assert.False(options.Current.IsEmpty);
        };
    }

    // As it arrives: byte by byte at first.
    private static Action Hello(string records)
    {
        var bytes = Latin1(records);
        return () =>
        {
            var reader = new ClientHelloReader();
            for (var count = 1; count <= bytes.Length; count++)
                if (reader.TryRead(bytes.AsSpan(0, count), out _)) return;
        };
    }
}
