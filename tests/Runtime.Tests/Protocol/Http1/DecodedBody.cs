using System.Text;
using RouteGen;
using RouteGen.Protocol;

namespace Runtime.Tests.Protocol;

/// <summary>What a decoder made of its input, as text.</summary>
internal readonly record struct DecodedBody(ParseStatus Status, RejectReason Reason, string Data, int Consumed, string Trailer)
{
    /// <summary>Decodes with so much input and so much room at a time, until the decoder is done or the input is at its end.</summary>
    internal static DecodedBody Of(byte[] input, BodyFraming framing, long length, int inputStep, int room)
    {
        var decoder = default(BodyDecoder);
        decoder.Start(framing, length);
        var data = new StringBuilder();
        var consumed = 0;
        while (true)
        {
            // Fresh arrays, exactly as long as they may be used.
            var output = new byte[room];
            var piece = input.AsSpan(consumed, Math.Min(inputStep, input.Length - consumed)).ToArray();
            var status = decoder.Decode(piece, output, out var taken, out var written);
            consumed += taken;
            data.Append(Encoding.Latin1.GetString(output, 0, written));
            if (status == ParseStatus.NeedMore && (taken > 0 || written > 0)) continue;
            Assert.Equal(status == ParseStatus.Done, decoder.IsDone);
            Assert.Equal(status == ParseStatus.Rejected, decoder.Reason != RejectReason.None);
            return new DecodedBody(status, decoder.Reason, data.ToString(), consumed, TrailerText(decoder.Trailer));
        }
    }

    private static string TrailerText(TrailerBlock? trailer)
    {
        var text = new StringBuilder();
        for (var index = 0; index < trailer?.FieldCount; index++)
        {
            ref readonly var field = ref trailer.Fields[index];
            text.Append(Encoding.Latin1.GetString(trailer.Bytes, field.NameStart, field.NameLength)).Append('=');
            text.Append(Encoding.Latin1.GetString(trailer.Bytes, field.ValueStart, field.ValueLength)).Append(',');
        }

        return text.ToString();
    }
}
