using System.Text;
using RouteGen.Protocol;

namespace Vectors.Tests;

/// <summary>What the parser makes of bytes that end without the connection ending: every message, and how it stands at the end.</summary>
internal sealed class ParsedMessages
{
    /// <summary>The messages as text: start line, field lines, body in base64.</summary>
    internal List<string> Messages { get; } = [];

    /// <summary><c>ok</c>, <c>incomplete</c>, <c>ok-at-eof</c> (a body that lasts until the connection closes) or <c>error</c>.</summary>
    internal string Outcome { get; private set; } = "ok";

    internal static ParsedMessages OfRequests(byte[] input)
    {
        var parsed = new ParsedMessages();
        var head = new RequestHead();
        for (var start = 0; start < input.Length;)
        {
            var bytes = input[start..];
            if (!parsed.TryParse(head, bytes)) break;
            var line = $"{Text(bytes, 0, head.MethodLength)} {Text(bytes, head.TargetStart, head.TargetLength)}";
            var taken = parsed.Take(head, bytes, line, BodyFramingRules.OfRequest(head, out var length), length);
            if (taken == 0 || head.HasClose || (head.MinorVersion == 0 && !head.HasKeepAlive)) break;
            start += taken;
            if (line.StartsWith("POST ", StringComparison.Ordinal))
                start += RequestHead.CountStrayLineEnds(input.AsSpan(start), countMax: 4);
        }

        return parsed;
    }

    internal static ParsedMessages OfResponses(byte[] input, string requestMethod)
    {
        var parsed = new ParsedMessages();
        var head = new ResponseHead();
        for (var start = 0; start < input.Length;)
        {
            var bytes = input[start..];
            if (!parsed.TryParse(head, bytes)) break;
            var framing = BodyFramingRules.OfResponse(head, requestMethod, out var length);
            var taken = parsed.Take(head, bytes, $"{head.StatusCode} {Text(bytes, head.ReasonStart, head.ReasonLength)}", framing, length);
            if (taken == 0 || BodyFramingRules.ClosesAfter(head, framing)) break;
            start += taken;
        }

        return parsed;
    }

    /// <summary>One message as <see cref="Messages"/> has it.</summary>
    internal static string Describe(string line, IEnumerable<(string Name, string Value)> fields, string bodyBase64) =>
        line + "\n" + string.Concat(fields.Select(field => $"{field.Name}: {field.Value}\n")) + bodyBase64;

    private bool TryParse(MessageHead head, byte[] bytes)
    {
        head.Reset();
        var status = head.Parse(bytes, 1 << 20, 1000);
        if (status != ParseStatus.Done) Outcome = status == ParseStatus.NeedMore ? "incomplete" : "error";
        return status == ParseStatus.Done;
    }

    // The bytes of the message; 0 when the rest is its unfinished body.
    private int Take(MessageHead head, byte[] bytes, string line, BodyFraming framing, long length)
    {
        var decoder = default(BodyDecoder);
        decoder.Start(framing, length);
        var data = new byte[bytes.Length];
        var status = decoder.Decode(bytes.AsSpan(head.Length), data, out var consumed, out var written);
        var fields = new List<(string, string)>();
        foreach (ref readonly var field in head.Fields.AsSpan(0, head.FieldCount))
            fields.Add((Text(bytes, field.NameStart, field.NameLength), Text(bytes, field.ValueStart, field.ValueLength)));
        Messages.Add(Describe(line, fields, Convert.ToBase64String(data.AsSpan(0, written))));
        if (status == ParseStatus.Done) return head.Length + consumed;
        Outcome = status == ParseStatus.Rejected ? "error" : framing == BodyFraming.UntilClose ? "ok-at-eof" : "incomplete";
        return 0;
    }

    private static string Text(byte[] bytes, int start, int length) => Encoding.Latin1.GetString(bytes, start, length);
}
