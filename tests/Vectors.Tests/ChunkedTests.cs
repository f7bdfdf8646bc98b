using System.Text.Json.Nodes;
using RouteGen.Protocol;
using Xunit.Abstractions;

namespace Vectors.Tests;

public sealed class ChunkedTests(ITestOutputHelper output)
{
    [Fact]
    public void Chunked() => VectorRun.Run("chunked", output, static (run, vector) =>
        run.Check(vector.Name, vector.Input, vector.Expect, expect => Compare(vector, expect)));

    private static string? Compare(VectorCase vector, JsonObject expect)
    {
        var input = VectorCase.Bytes(vector.Input, "data_b64");
        return Compare(vector, expect, input, step: 4096) ?? Compare(vector, expect, input, step: 1);
    }

    private static string? Compare(VectorCase vector, JsonObject expect, byte[] input, int step)
    {
        var (body, ok) = Decode(input, step);
        if (!ok && vector.RejectingAllowed) return null;
        if (ok != (bool)expect["ok"]!) return $"ok is {ok}";
        var expected = VectorCase.Bytes(expect, "body_b64");
        return body.AsSpan().SequenceEqual(expected) ? null : $"body is {Convert.ToBase64String(body)}";
    }

    private static (byte[] Body, bool Ok) Decode(ReadOnlySpan<byte> input, int step)
    {
        var decoder = default(ChunkedDecoder);
        var body = new List<byte>();
        var buffer = new byte[step];
        while (true)
        {
            var status = decoder.Decode(input[..Math.Min(step, input.Length)], buffer, out var consumed, out var written);
            body.AddRange(buffer.AsSpan(0, written));
            input = input[consumed..];
            if (status != ParseStatus.NeedMore) return ([.. body], status == ParseStatus.Done);
            if (consumed == 0) return ([.. body], false);
        }
    }
}
