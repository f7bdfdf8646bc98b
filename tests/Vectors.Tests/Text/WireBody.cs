using RouteGen.Protocol;

namespace Vectors.Tests;

/// <summary>A body read off recorded bytes that end where the connection does.</summary>
internal sealed record WireBody(byte[] Data, bool IsWhole, int Consumed, TrailerBlock? Trailer)
{
    /// <summary>Reads a body, with as much input and room at a time as <paramref name="step"/> says.</summary>
    internal static WireBody Read(ReadOnlySpan<byte> input, BodyFraming framing, long length, int step)
    {
        var decoder = default(BodyDecoder);
        decoder.Start(framing, length);
        var data = new List<byte>();
        var buffer = new byte[step];
        var consumed = 0;
        var status = decoder.IsDone ? ParseStatus.Done : ParseStatus.NeedMore;
        while (status == ParseStatus.NeedMore)
        {
            var piece = input.Slice(consumed, Math.Min(step, input.Length - consumed));
            status = decoder.Decode(piece, buffer, out var taken, out var written);
            consumed += taken;
            data.AddRange(buffer.AsSpan(0, written));
            if (status == ParseStatus.NeedMore && taken == 0)
            {
                Assert.True(piece.IsEmpty, "the decoder neither takes input nor says why");
                status = decoder.Finish();
            }
        }

        return new WireBody([.. data], status == ParseStatus.Done, consumed, decoder.Trailer);
    }
}
