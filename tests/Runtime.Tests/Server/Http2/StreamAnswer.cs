using System.Text;
using RouteGen.Serving;

namespace Runtime.Tests.Serving.Http2;

/// <summary>What a client has received of a stream.</summary>
internal sealed class StreamAnswer
{
    private readonly MemoryStream _body = new();
    private List<(string Name, string Value)> _head = [];

    /// <summary>The informational responses, and the status of the final one, in their order.</summary>
    internal List<int> Statuses { get; } = [];

    internal int Status => Statuses.Count == 0 ? 0 : Statuses[^1];

    internal List<(string Name, string Value)>? Trailers { get; private set; }

    internal string Body => Encoding.Latin1.GetString(_body.GetBuffer(), 0, (int)_body.Length);

    internal long BodyLength => _body.Length;

    /// <summary>The number of frames of data.</summary>
    internal int DataFrames { get; private set; }

    internal bool HasEnded { get; private set; }

    internal Http2Error? Error { get; set; }

    internal bool IsOver => HasEnded || Error is not null;

    internal IEnumerable<string> Names => _head.Select(static entry => entry.Name);

    internal string? Field(string name) => _head.FirstOrDefault(entry => entry.Name == name).Value;

    internal void AddHead(List<(string Name, string Value)> fields, bool ends)
    {
        if (fields[0].Name == ":status")
        {
            _head = fields;
            Statuses.Add(int.Parse(fields[0].Value, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            Trailers = fields;
        }

        HasEnded |= ends;
    }

    internal void AddData(byte[] data, bool ends)
    {
        _body.Write(data);
        DataFrames++;
        HasEnded |= ends;
    }
}
