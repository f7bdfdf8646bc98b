// Which types of an assembly use which others of it, read from its metadata: bases, interfaces, signatures, locals, and what the
// code of every method names. What a compiler inlines (constants, enumeration members) leaves no trace there.
using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Runtime.Tests.House;

internal sealed class TypeUses : IDisposable
{
    private static readonly Dictionary<int, OperandType> s_operands = ReadOperands();

    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly UsedTypes _used;

    internal TypeUses(string assembly)
    {
        _image = new PEReader(File.OpenRead(assembly));
        _metadata = _image.GetMetadataReader();
        _used = new UsedTypes(_metadata);
    }

    public void Dispose() => _image.Dispose();

    /// <summary>
    /// Every type that is not nested, with the types that are not nested that it and its nested types use. Made by a compiler: left out.
    /// </summary>
    internal SortedDictionary<string, SortedSet<string>> Read()
    {
        var uses = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var user = OutermostName(handle);
            if (IsMadeByCompiler(user)) continue;
            if (!uses.TryGetValue(user, out var used)) uses[user] = used = new SortedSet<string>(StringComparer.Ordinal);
            _used.Clear();
            Visit(_metadata.GetTypeDefinition(handle));
            foreach (var type in _used.Definitions)
            {
                var name = OutermostName(type);
                if (name != user && !IsMadeByCompiler(name)) used.Add(name);
            }
        }

        return uses;
    }

    private static bool IsMadeByCompiler(string name) =>
        name.Contains('<', StringComparison.Ordinal) || !name.StartsWith("RouteGen.", StringComparison.Ordinal);

    private string OutermostName(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        var scope = _metadata.GetString(type.Namespace);
        return (scope.Length == 0 ? "" : scope + ".") + _metadata.GetString(type.Name);
    }

    private void Visit(TypeDefinition type)
    {
        _used.Add(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            _used.Add(_metadata.GetInterfaceImplementation(implementation).Interface);
        foreach (var field in type.GetFields()) _metadata.GetFieldDefinition(field).DecodeSignature(_used, null);
        foreach (var method in type.GetMethods()) Visit(_metadata.GetMethodDefinition(method));
    }

    private void Visit(MethodDefinition method)
    {
        method.DecodeSignature(_used, null);
        if (method.RelativeVirtualAddress == 0) return;
        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_used, null);
        foreach (var region in body.ExceptionRegions) _used.Add(region.CatchType);
        VisitCode(body.GetILReader());
    }

    private void VisitCode(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            int opcode = code.ReadByte();
            if (opcode == 0xFE) opcode = 0xFE00 | code.ReadByte();
            switch (s_operands[opcode])
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset++;
                    break;
                case OperandType.InlineVar:
                    code.Offset += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += 8;
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    _used.Add(MetadataTokens.EntityHandle(code.ReadInt32()));
                    break;
                default:
                    code.Offset += 4;
                    break;
            }
        }
    }

    private static Dictionary<int, OperandType> ReadOperands()
    {
        var operands = new Dictionary<int, OperandType>();
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code) operands[(ushort)code.Value] = code.OperandType;
        }

        return operands;
    }
}
