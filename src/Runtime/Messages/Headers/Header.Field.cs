using RouteGen.Protocol;

namespace RouteGen;

public sealed partial class Header
{
    /// <summary>
    /// A name in canonical case and a value. A null value suppresses the field. A copied field (<see cref="Add(in Field)"/>) is written
    /// byte for byte as received, even if it is not UTF-8; a value that is set again is written as UTF-8.
    /// </summary>
    internal readonly struct Field
    {
        // A string, or a Latin1Text. A separate flag would make every field larger, but few fields need it.
        private readonly object? _value;
        private readonly string? _name;

        internal Field(string name, string? value)
        {
            _name = name;
            _value = value;
        }

        /// <summary>Creates a received field.</summary>
        internal Field(string name, ReadOnlySpan<byte> value)
        {
            _name = name;
            var text = FieldText.Decode(value, out var isLatin1);
            _value = isLatin1 ? new Latin1Text(text) : text;
        }

        /// <summary>Creates a field whose value was joined from received values.</summary>
        internal Field(string name, string value, bool isLatin1)
        {
            _name = name;
            _value = isLatin1 ? new Latin1Text(value) : value;
        }

        private Field(string name, object? value)
        {
            _name = name;
            _value = value;
        }

        // Never null, even while another thread clears the field.
        internal string Name => _name ?? "";

        internal string? Value
        {
            get
            {
                // The value is read once, because another thread may replace the field.
                var value = _value;
                return value is Latin1Text latin1 ? latin1.Text : value as string;
            }
        }

        /// <summary>True if the value is not UTF-8; each character then represents one byte.</summary>
        internal bool IsLatin1 => _value is Latin1Text;

        /// <summary>Returns a field with the same value, byte for byte, and another name.</summary>
        internal Field Renamed(string name) => new(name, _value);
    }

    private sealed class Latin1Text(string text)
    {
        internal string Text => text;
    }
}
