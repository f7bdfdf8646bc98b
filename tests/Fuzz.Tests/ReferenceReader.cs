namespace Fuzz.Tests;

/// <summary>Reads the requests of a connection in the slow, obvious way.</summary>
internal static class ReferenceReader
{
    private const int StrayBytesMax = 4;

    internal static Seen Read(string text)
    {
        var messages = new List<string>();
        var position = 0;
        while (position < text.Length)
        {
            var end = ReferenceHead.Read(text[position..], out var head);
            if (end != SeenEnd.Clean) return new Seen(messages, end, position);
            end = ReferenceBody.Read(text[(position + head.Length)..], head, out var body);
            if (end != SeenEnd.Clean) return new Seen(messages, end, position);
            var fields = head.Fields.Select(field => $"{field.Name}: {field.Value}");
            messages.Add(
                Seen.Describe($"{head.Method} {head.Target} {(head.IsHttp10 ? 0 : 1)}", head.Host, fields, body.Data, body.Trailers));
            position += head.Length + body.Length;
            if (head.Closes) return new Seen(messages, SeenEnd.Closed, position);
            // RFC 9112 section 2.2, of old clients that end a form with a line end more than it has.
            for (
                var count = 0; head.Method == "POST" && count < StrayBytesMax && position < text.Length
                    && text[position] is '\r' or '\n'; count++) position++;
        }

        return new Seen(messages, SeenEnd.Clean, position);
    }
}
