using RouteGen;
using RouteGen.Primitives;
using RouteGen.Protocol;
using RouteGen.Proxying;
using RouteGen.Serving;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    // Set and Remove of one field go through all of them: as many calls as there are fields would be a square. What bounds that is the
    // number of fields (Server.MaxHeaderCount, and 1,000 of a response), and WorstHeadTests says what the worst head costs.
    private static IEnumerable<CostRow> Headers()
    {
        yield return Row("header: made from a head", n =>
        {
            var (bytes, head) = Received(Repeat("X-Ab: c\r\n", n));
            return () =>
            {
                var header = new Header();
                header.Bind(bytes, head);
                Assert.NotEqual(0, header.Count);
            };
        }, typeof(Header), typeof(HeaderNames));
        yield return Row("header: looked up in a head", n =>
        {
            var (bytes, head) = Received(Repeat("X-Ab: c\r\n", n));
            var header = new Header();
            header.Bind(bytes, head);
            return () => Assert.False(header.Has("X-Ac"));
        }, typeof(Header));
        yield return Row("header: added to", 500, n => () => Assert.Equal(n, Many(n).Count), typeof(Header));
        yield return Row(
            "header: values", 500, n => On(Many(n, "X-A"), header => Assert.Equal(n, header.Values("X-A").Count)), typeof(Header));
        yield return Row("header: copied", 500, n => On(Many(n), header => Assert.Equal(n, header.Clone().Count)), typeof(Header));
        yield return Row("header: one field set", 500, n => On(Many(n), static header => header.Set("X-A", "b")), typeof(Header));
        yield return Row("header: one field removed", 500, n => On(Many(n), static header => header.Remove("X-B")), typeof(Header));
        yield return Row("header: a long name", n => On(Repeat("x-", n), static name => Header.CanonicalName(name)), typeof(HeaderNames));
        yield return Row("header: enumerated", 500, n => On(Many(n), header => Assert.Equal(n, header.Count())), typeof(Header));
    }

    private static IEnumerable<CostRow> Written()
    {
        yield return Row("written field: line ends", n => Field(new string('\n', n - 1) + "a"), typeof(HeadLines), typeof(OutputBuffer));
        yield return Row("written field: line ends between letters", n => Field(Repeat("a\r\n\0", n)), typeof(HeadLines));
        yield return Row("written field: a long value", n => Field(new string('\u00E9', n)), typeof(HeadLines));
        yield return Row("written field: blanks around", n => Field($"{new string(' ', n)}a{new string(' ', n)}"), typeof(HeadLines));
        yield return Row(
            "response head: fields in the opposite order", 200, n => Snapshot(Many(n, Enumerable.Range(0, n).Reverse())),
            typeof(HeadSnapshot), typeof(FieldOrder));
        yield return Row(
            "response head: fields of long names alike", 200, n =>
                Snapshot(Many(n, Enumerable.Range(0, n).Reverse(), "X-" + new string('a', 200))), typeof(FieldOrder));
        yield return Row("response head: many values of one field", 200, n => Snapshot(Many(n, "Set-Cookie")), typeof(FieldOrder));
        yield return Row("response head: announced trailers and as many fields", 200, n =>
        {
            var header = Many(n);
            header.Set("Trailer", string.Join(", ", Enumerable.Range(0, n).Select(static index => $"Y-{index}")));
            return Snapshot(header);
        }, typeof(HeadSnapshot));
        yield return Row("response head: a long list of Connection", n =>
        {
            var header = new Header();
            header.Set("Connection", Repeat("a,", n));
            return Snapshot(header);
        }, typeof(HeadSnapshot));
        yield return Row(
            "request head that is sent: fields in the opposite order", 200, n => Sent(Many(n, Enumerable.Range(0, n).Reverse())),
            typeof(RequestHeadWriter), typeof(RequestPlan));
        yield return Row("request head that is sent: a long list of Connection", n =>
        {
            var header = new Header();
            header.Set("Connection", Repeat("a,", n));
            return Sent(header);
        }, typeof(RequestPlan));
        yield return Row("response written to a stream", 200, n =>
        {
            var response = new Response { StatusCode = 200 };
            ForwardedFields.Copy(Many(n, Enumerable.Range(0, n).Reverse()), response.Header);
            response.Header.Set("X", new string('\n', n));
            return () => Finish(response.WriteAsync(Stream.Null));
        }, typeof(Response));
        yield return Row("request that is written to a stream", 200, n =>
        {
            var request = new Request("GET", "http://a/");
            ForwardedFields.Copy(Many(n, Enumerable.Range(0, n).Reverse()), request.Header);
            return () => Finish(request.WriteAsync(Stream.Null));
        }, typeof(Request));
        yield return Row("output buffer: a peer that takes a byte at a time", n =>
        {
            var data = new byte[n];
            return () =>
            {
                var output = default(OutputBuffer);
                output.Append(data);
                for (var count = 0; count < n; count++)
                {
                    output.Consume(1);
                    output.Append((byte)'a');
                }

                Assert.Equal(n, output.Count);
                output.Release();
            };
        }, typeof(OutputBuffer));
        yield return Row("output buffer: a byte at a time", n => () =>
        {
            var output = default(OutputBuffer);
            for (var count = 0; count < n; count++) output.Append((byte)'a');
            output.Release();
        }, typeof(OutputBuffer));
    }

    private static (byte[] Bytes, RequestHead Head) Received(string fields)
    {
        var bytes = Bytes($"{Line}{fields}\r\n");
        var head = new RequestHead();
        head.Reset();
        Assert.Equal(ParseStatus.Done, head.Parse(bytes, int.MaxValue, int.MaxValue));
        return (bytes, head);
    }

    private static Header Many(int count) => Many(count, Enumerable.Range(0, count));

    private static Header Many(int count, string name) => Many(count, Enumerable.Repeat(0, count), name, isNumbered: false);

    private static Header Many(int count, IEnumerable<int> numbers, string name = "X-Ab", bool isNumbered = true)
    {
        var header = new Header();
        foreach (var number in numbers.Take(count)) header.Add(isNumbered ? $"{name}{number:D6}" : name, "value");
        return header;
    }

    private static Action On<T>(T input, Action<T> action) => () => action(input);

    private static Action Field(string value) => () =>
    {
        var output = default(OutputBuffer);
        HeadLines.WriteField(ref output, "X", new Header.Field("X", value));
        // As UTF-8.
        Assert.InRange(output.Count, 1, (3 * value.Length) + 5);
        output.Release();
    };

    private static Action Snapshot(Header header)
    {
        var snapshot = new HeadSnapshot();
        return () =>
        {
            var output = default(OutputBuffer);
            snapshot.Take(header, null!);
            snapshot.Write(ref output, 200, dropsConnection: false);
            Assert.NotEqual(0, output.Count);
            output.Release();
        };
    }

    private static Action Sent(Header header) => () =>
    {
        var request = new Request("GET", "http://a/");
        ForwardedFields.Copy(header, request.Header);
        var output = default(OutputBuffer);
        RequestHeadWriter.Write(ref output, request, RequestPlan.For(request, request.Url, null, RequestPlan.Sender.Plain));
        Assert.NotEqual(0, output.Count);
        output.Release();
    };
}
