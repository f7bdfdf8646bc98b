using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Cost;

internal static partial class CostTable
{
    private const string Boundary = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef012345";

    private static IEnumerable<CostRow> Multipart()
    {
        yield return Row(
            "multipart: content like a boundary", n => Parts(Part(Repeat("\r\n--" + Boundary[..^1], n)), int.MaxValue),
            typeof(MultipartParser), typeof(MultipartReader));
        yield return Row(
            "multipart: content like a boundary, byte by byte", n => Parts(Part(Repeat("\r\n--" + Boundary[..^1], n)), 1),
            typeof(MultipartParser));
        yield return Row("multipart: content of CRs, byte by byte", n => Parts(Part(new string('\r', n)), 1), typeof(MultipartParser));
        yield return Row("multipart: content, 16 bytes at a time", n => Parts(Part(new string('a', n)), 16), typeof(MultipartReader));
        yield return Row(
            "multipart: a preamble, byte by byte", n => Parts(Repeat("--01234\r\n", n) + "\r\n" + Part("a"), 1), typeof(MultipartParser));
        yield return Row(
            "multipart: a long field of a part, byte by byte", 5000, n => Parts(Part("a", $"X: {new string('a', n)}\r\n"), 1),
            typeof(MultipartReader));
        yield return Row(
            "multipart: many fields of a part, byte by byte", 5000, n => Parts(Part("a", Repeat("X-Ab: c\r\n", n)), 1),
            typeof(MultipartReader));
        yield return Row(
            "multipart: many parts", 100, n =>
                Parts(string.Concat(Enumerable.Repeat(Part("a", "", isLast: false), n - 1)) + Part("a"), int.MaxValue),
                typeof(MultipartReader));
        yield return Row("multipart: a form of many values", 100, n =>
        {
            var bytes = Bytes(
                string.Concat(Enumerable.Repeat(Part("a", "Content-Disposition: form-data; name=a\r\n", isLast: false), n - 1))
                    + Part("a"));
            return () =>
            {
                var r = Post($"multipart/form-data; boundary={Boundary}", bytes, int.MaxValue);
                Finish(r.ParseMultipartFormAsync());
                Assert.Equal(n - 1, r.PostForm!.GetAll("a").Count);
            };
        }, typeof(MultipartForm), typeof(Request));
        yield return Row("multipart: a form with a file, byte by byte", n =>
        {
            var bytes = Bytes(Part(new string('a', n), "Content-Disposition: form-data; name=a; filename=b\r\n"));
            return () => Assert.Equal(n, Finish(Post($"multipart/form-data; boundary={Boundary}", bytes, 1).FormFileAsync("a"))!.Length);
        }, typeof(FormFile));
        yield return Row("parameters: many", n => Read(Repeat(";a=b", n)), typeof(ParameterReader));
        yield return Row("parameters: a long quoted one", n => Read($";a=\"{Repeat("\\\"\\a", n)}\""), typeof(ParameterReader));
        yield return Row("parameters: separators", n => Read(Repeat("; \t", n)), typeof(ParameterReader));
        yield return Row("parameters: no equals sign", n => Read(Repeat(";a", n)), typeof(ParameterReader));
        yield return Row("disposition of a part: a long file name", n =>
        {
            var header = new Header();
            var reader = new MultipartReader(Stream.Null, Boundary);
            header.Set("Content-Disposition", $"form-data; name=\"{Repeat("a\\\"", n)}\"; filename=\"{Repeat("a/\\", n)}b\"");
            return () => Assert.Equal("b", new FormPart(reader, header).FileName);
        }, typeof(FormPart));
    }

    private static IEnumerable<CostRow> Forms()
    {
        yield return Row("query: line ends", n => Query($"a={Repeat("%0a", n)}"), typeof(QueryText), typeof(Values));
        yield return Row("query: many pairs", 1000, n => Query(Repeat("a=b&", n * 4)[..^1]), typeof(QueryText));
        yield return Row("query: many names", 1000, n => Query(string.Join('&', Enumerable.Range(0, n))), typeof(Values));
        yield return Row("query: ampersands", 1000, n => Query(new string('&', n)), typeof(QueryText));
        yield return Row("query: malformed pairs", 1000, n =>
        {
            var text = Repeat("%&;&", n * 4)[..^1];
            return () => Assert.False(Values.TryParse(text, out _));
        }, typeof(QueryText));
        yield return Row("query: written", n =>
        {
            var values = new Values();
            for (var index = 0; index < n / 8; index++) values.Add($"{index}", "\u00E9 &");
            return () => Assert.NotEmpty(values.Encode());
        }, typeof(Values));
        yield return Row("form: of a request, byte by byte", n =>
        {
            var bytes = Bytes($"a={Repeat("%0a+", n)}");
            return () => Assert.NotEmpty(Post("application/x-www-form-urlencoded", bytes, 1).FormValue("a"));
        }, typeof(RequestForms));
        yield return Row("form: query that is cleaned", 1000, n =>
        {
            var text = Repeat("a=b&%&", n * 3);
            return () => Assert.NotEmpty(RouteGen.Proxying.JoinedUrl.CleanQuery(text));
        }, typeof(RouteGen.Proxying.JoinedUrl));
        yield return Row("form: written", n =>
        {
            var form = Enumerable.Range(0, n / 8).Select(index => KeyValuePair.Create($"{index}", "\u00E9 &")).ToArray();
            return () => Assert.NotEmpty(UrlEncoding.EscapeForm(form));
        }, typeof(UrlEncoding));
    }

    private static string Part(string content, string fields = "", bool isLast = true) =>
        $"--{Boundary}\r\n{fields}\r\n{content}\r\n{(isLast ? $"--{Boundary}--\r\n" : "")}";

    private static Action Parts(string text, int pieceBytes)
    {
        var bytes = Bytes(text);
        var block = new byte[4096];
        return () =>
        {
            var reader = new MultipartReader(new Pieces(bytes, pieceBytes), Boundary);
            var parts = 0;
            for (; Finish(reader.NextPartAsync()) is { } part; parts++)
                while (Finish(part.ReadAsync(block)) > 0) { }
            Assert.NotEqual(0, parts);
        };
    }

    private static Action Query(string text) => () => Assert.True(Values.TryParse(text, out _));

    private static Action Read(string parameters) => () =>
    {
        var reader = new ParameterReader("a/b" + parameters);
        while (reader.Read()) { }
    };

    private static Request Post(string contentType, byte[] body, int pieceBytes)
    {
        var r = TestRequest.New("POST", "/", new Pieces(body, pieceBytes));
        r.Header.Set("Content-Type", contentType);
        return r;
    }
}
